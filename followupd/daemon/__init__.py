"""The doorbell around the pass: what rings it, when it sleeps, and how it starts and stops."""
