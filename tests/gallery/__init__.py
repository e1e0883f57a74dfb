"""Every screen of the bot, reached by taps: as pictures (`make screens`) and as snapshots."""
