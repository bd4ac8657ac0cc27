"""Who may talk to the server, and how it proves who it is: certificates, tokens, the gate every call passes."""
