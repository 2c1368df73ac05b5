"""What has already happened when step is called? Look at what lies in .grad before that."""

answers = answers | {"optimizer": "b"}
