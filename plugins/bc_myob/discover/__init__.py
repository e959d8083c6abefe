"""A settings file to start from: what the two systems offer, as commented YAML. Pure."""
