"""One folder a page, with all of it: view, packet, words, scripts, styles, text."""
