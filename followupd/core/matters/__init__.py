"""What there is to do for people beside trying to reach them: promises to keep, cards to post, meetings to book."""
