-- without: ai_resource
flow { locale = "en-US", voice = "en-US-AvaNeural" }

on("IncomingCall", function(call)
  call:answer()
  call:play { file = "https://example.com/hello.wav" }
  call:play { text = "Hello." } --> no_ai_resource at text: no_ai_resource speaks text or takes speech, and no AI resource is set
  call:play { text = "Goodbye." }
end)
