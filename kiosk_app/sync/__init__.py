"""The line to the hub: addresses, transports, and the worker that carries out the state machine."""
