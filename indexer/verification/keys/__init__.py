"""From the name of a key to the key, and to who controls it: DID methods and documents on the web, one file each."""
