"""Inside a network: your picture, its real feature maps, and what the network still says."""
