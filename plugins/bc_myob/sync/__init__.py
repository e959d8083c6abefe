"""Pure decisions of the write protocol: what to look up, what is already there, what to send, what came back."""
