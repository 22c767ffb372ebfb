"""The app: what a visitor sees. Nothing here is part of the library `dropblock`."""
