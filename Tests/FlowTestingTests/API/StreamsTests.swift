import Testing

@testable import FlowTesting

/// Streams, as flows have them.
struct StreamsTests {
    private static let desk = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer { transcription = { intermediate = true }, media_streaming = { dtmf = true, start = true } }
          local began, err = call:start_transcription { operation_context = "words" }
          log.info("began", { context = began and began.operation_context or "none", reason = err and err.reason })
          call:play { text = "How can I help you?", wait = false }
          local heard = wait_for("TranscriptionData", { result_status = "final" }, 60)
          log.info("waited", { text = heard and heard.text or "nothing" })
          call:update_transcription { locale = "de-DE" }
          sleep(30)
          call:stop_transcription()
          sleep(30)
          call:hang_up { for_everyone = true }
        end)
        on("TranscriptionData", function(call, event)
          log.info("said", { text = event.text, status = event.result_status, by = event.participant.raw_id })
        end)
        on("TranscriptionMetadata", function(call, event) log.info("metadata", { locale = event.locale }) end)
        on("DtmfData", function(call, event) log.info("key", { tone = event.tone }) end)
        on("MediaStreamingStarted", function() log.info("streaming") end)
        """

    @Test func whatPhonesSayAndPressReachesTheFlow() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "How can I help you?"
            expect(call):sent("answer", { transcription = { locale = "en-US", intermediate = true },
              media_streaming = { channel = "mixed", start = true } })
            expect(call):logged("began", { context = "words" })
            expect(call):logged("metadata", { locale = "en-US" })
            expect(call):logged("streaming")
            caller:presses("3", { within = 5 })
            expect(call):logged("key", { tone = "three" })
            caller:says "I would like to complain"
            expect(call):logged("said", { text = "I would", status = "intermediate", by = "4:+14255550100" })
            expect(call):logged("said", { text = "I would like to complain", status = "final" })
            expect(call):logged("waited", { text = "I would like to complain" })
            expect(call):sent("update_transcription", { locale = "de-DE" })
            caller:says "Danke schön"
            expect(call):logged("said", { text = "Danke schön", status = "final" })
            expect(call):sent("stop_transcription", {})
            advance(40)
            expect(call):has_ended { how = "application_hung_up" }
            """, flows: ["desk": Self.desk])
    }

    @Test func whatWasNotSetUpIsSaidByTheService() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            expect(call):logged("no", { code = 405, sub_code = 8522 })
            expect(call):has_ended { how = "application_hung_up" }
            """,
            flows: [
                "desk": """
                flow { locale = "en-US" }
                on("IncomingCall", function(call)
                  call:answer()
                  local _, err = call:start_transcription()
                  log.info("no", { code = err.code, sub_code = err.sub_code })
                  call:hang_up { for_everyone = true }
                end)
                """
            ])
    }

    @Test func whoIsNotThereIsAFailure() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            expect(call):logged("no", { code = 500, sub_code = 8578 })
            expect(call):has_timeline { "connected", "stream_failed" }
            """,
            flows: [
                "desk": """
                on("IncomingCall", function(call)
                  call:answer { transcription = { locale = "en-US", transport_url = "wss://elsewhere.example.com/s" } }
                  local _, err = call:start_transcription()
                  log.info("no", { code = err.code, sub_code = err.sub_code })
                  call:hang_up { for_everyone = true }
                end)
                """
            ])
    }

    @Test(arguments: [
        ("call:answer { transcription = {} }", "a transcription needs a language"),
        ("call:answer { transcription = { locale = 'english' } }", "a language with its region"),
        ("call:answer { transcription = { locale = 'en-US', transport_url = 'https://x' } }", "wss://example.com"),
        (
            "call:answer { transcription = { locale = 'en-US', transport_url = 'ws://example.com' } }",
            "wss://example.com"
        ),
        ("call:answer { media_streaming = { audio = 'echo' } }", "bidirectional = true"),
        (
            "call:answer { media_streaming = { audio = 'file', transport_url = 'wss://example.com' } }",
            "sends it elsewhere"
        ),
        ("call:answer { media_streaming = { format = 'mp3' } }", "pcm16k"),
        ("call:answer() call:update_transcription {}", "'locale' is missing"),
        ("call:answer() call:start_transcription { locale = 'en' }", "a language with its region"),
    ])
    func mistakesAreToldAtTheirLine(_ line: String, _ words: String) async throws {
        let failure = try await SpecBench.failure(
            "caller:dial '+18005550199' advance(5)",
            flows: ["desk": "on('IncomingCall', function(call)\n\(line) end)"])
        #expect(failure.problem.message.contains("desk/main.lua:2"), "\(failure.problem)")
        #expect(failure.problem.message.contains(words), "\(failure.problem)")
    }
}
