"""Take it with you: what a room hands over as a link, a slide, tensors, code and a notebook.

It knows no room. A room that offers a take-away has a file ``takeaway.py`` with a function
``take_away``, which makes one `contents.TakeAway`; its page calls `panel.show_take_away` with it.
"""
