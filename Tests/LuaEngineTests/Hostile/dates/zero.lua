-- expect: harmless
-- A format with a zero byte ends there.
os.date('%Y\0%q')
