"""What the API's resources of every app are made of: answers, lists, problems. No business words."""
