"""The benchmarks: Broadsheet beside pandoc, Typst and WeasyPrint, the same text in the same run (`make bench`)."""
