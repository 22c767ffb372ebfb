"""Does it help: small networks, trained with and without DropBlock."""
