"""The statistics of a call: counted for one reader, told in words and figures, as open data and on paper."""
