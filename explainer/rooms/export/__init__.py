"""Take it with you: what a page shows as a link, a slide, tensors, code and a notebook."""
