import Testing

@testable import FlowTesting

/// Speech and choices, as flows have them.
struct SpeechTests {
    private static let desk = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          call:play { text = "Welcome." }
          local name, err = call:recognize { text = "Who are you?", speech = true, dtmf = { max = 4 } }
          log.info("name", { speech = name and name.speech, tones = name and name.tones,
            type = name and name.recognition_type, reason = err and err.reason })
          local heard, why = call:recognize { text = "Sales or support?", interrupt_prompt = false,
            choices = { { label = "sales", tone = "1" }, { label = "support", phrases = { "help", "support" } } } }
          log.info("choice", { choice = heard and heard.choice, phrase = heard and heard.phrase or "none",
            reason = why and why.reason })
          call:hang_up { for_everyone = true }
        end)
        """

    @Test func whatIsSaidReachesTheFlow() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Who are you?"
            caller:says "Ada Lovelace"
            expect(call):logged("name", { speech = "Ada Lovelace", type = "speech" })
            caller:says "I need help!"
            expect(call):logged("choice", { choice = "support", phrase = "help" })
            expect(call):has_ended { how = "application_hung_up" }
            """, flows: ["desk": Self.desk])
    }

    @Test func keysAndSilenceReachItToo() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:presses "1234"
            expect(call):logged("name", { tones = "1234", type = "dtmf" })
            caller:presses "1"
            expect(call):logged("choice", { choice = "sales", phrase = "none" })
            """, flows: ["desk": Self.desk])
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:stays_silent()
            expect(call):logged("name", { reason = "initial_silence" })
            caller:says "the weather"
            expect(call):logged("choice", { reason = "no_match" })
            """, flows: ["desk": Self.desk])
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:presses "1234"
            caller:presses "7"
            expect(call):logged("choice", { reason = "wrong_tone" })
            """, flows: ["desk": Self.desk])
    }
}
