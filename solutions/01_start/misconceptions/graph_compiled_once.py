"""If it were made once and then kept, could a loop run three times today and five times tomorrow?"""

answers = answers | {"dynamic graph": "d"}
