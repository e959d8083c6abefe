"""The formula language of the Entities form (connector 7.3): its grammar and its functions."""
