"""The room of `followupd next`: who can be reached at this moment, worked out once and remembered while it holds."""
