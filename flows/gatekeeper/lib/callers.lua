--- Who is not let in, and what they are told.
return {
  ["+14255550166"] = "busy",
  ["+14255550167"] = "forbidden",
  ["+14255550168"] = "none",
}
