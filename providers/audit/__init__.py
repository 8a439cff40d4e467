"""What has been done, by whom and when: a trail that is only ever added to."""
