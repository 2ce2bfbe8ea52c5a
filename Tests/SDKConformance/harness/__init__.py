"""What scenarios are written with: the two clients, the control API, the webhook and a lossy wire."""
