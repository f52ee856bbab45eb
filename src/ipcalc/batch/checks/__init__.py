"""What files of matters and of rows still ask for."""
