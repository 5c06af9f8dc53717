"""The invented sample of the Qijiang high-tech zone (示意数据): geometry, contracts, dated facts, files."""
