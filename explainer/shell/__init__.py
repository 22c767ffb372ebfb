"""What all pages share: settings, session and URL, words, controls, uploads, components."""
