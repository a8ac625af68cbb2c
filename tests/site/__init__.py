"""The practice site: a small web of our own, in the shape of the sites people practise on."""
