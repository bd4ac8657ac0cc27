"""Model folders: manifests, hashes, where models are found."""
