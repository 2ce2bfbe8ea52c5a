import Testing

@testable import FlowTesting

/// Keys beside what plays and listens, as flows have them.
struct TonesTests {
    private static let keys = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          call:start_continuous_dtmf { operation_context = "every key" }
          call:play { text = "Press keys as long as you like, and the star when you have had enough of it.",
            wait = false }
          wait_for("ContinuousDtmfRecognitionToneReceived", { tone = "asterisk" })
          call:stop_continuous_dtmf()
          local sent, err = call:send_dtmf { tones = "12#" }
          log.info("sent", { ok = sent ~= nil, reason = err and err.reason })
          call:hang_up { for_everyone = true }
        end)
        on("ContinuousDtmfRecognitionToneReceived", function(call, event)
          log.info("a key", { tone = event.tone, number = event.sequence_id, words = event.operation_context })
        end)
        """

    @Test func everyKeyIsToldWhileAPromptPlays() async throws {
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press keys"
            caller:presses("4#", { within = 5 })
            expect(call):logged("a key", { tone = "four", number = 1, words = "every key" })
            expect(call):logged("a key", { tone = "pound", number = 2 })
            caller:presses "*"
            expect(call):sent("stop_continuous_dtmf", {})
            expect(call):sent("send_dtmf", { tones = { "one", "two", "pound" } })
            expect(call):logged("sent", { ok = true })
            expect(call):has_timeline { "play_started", "key_pressed", "tones_sent", "disconnected" }
            expect(call):has_ended { how = "application_hung_up" }
            """, flows: ["desk": Self.keys])
    }

    @Test func aLoopHearsEveryKey() async throws {
        let flow = """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }
            on("IncomingCall", { to = "+18005550199" }, function(call)
              call:answer()
              call:play { text = "Press what you like, and the star at the end.", wait = false }
              local keys = ""
              for tone in call:tones() do
                if tone == "*" then break end
                keys = keys .. tone
              end
              call:stop_continuous_dtmf()
              log.info("keys", { keys = keys })
              call:hang_up { for_everyone = true }
            end)
            """
        try await SpecBench.passes(
            """
            local call = caller:dial "+18005550199"
            caller:hears "Press what you like"
            caller:presses("12#*", { within = 5 })
            expect(call):logged("keys", { keys = "12#" })
            expect(call):has_ended { how = "application_hung_up" }
            """, flows: ["desk": flow])
    }

    @Test func keysThatNobodyGetsAreNoMistake() async throws {
        try await SpecBench.passes(
            """
            local user = phone "8:acs:contoso_ada"
            local call = user:dial "+18005550199"
            user:hears "Press keys"
            user:presses "*"
            expect(call):logged("sent", { ok = false, reason = "invalid_request" })
            """, flows: ["desk": Self.keys])
    }

    @Test(arguments: [
        ("call:send_dtmf { tones = '1a!' }", "no phone has the key '!'"),
        ("call:send_dtmf { tones = '' }", "'tones' is empty"),
        ("call:send_dtmf { tones = '1234567890123456789' }", "'tones' has 19 keys; the service takes 18 at a time"),
        ("call:send_dtmf { tones = '1', target = '8:acs:contoso_ada' }", "the service sends keys to phones only"),
        ("call:start_continuous_dtmf { timeout = 3 }", "timeout"),
    ])
    func mistakesAreToldAtTheirLine(_ line: String, _ words: String) async throws {
        let failure = try await SpecBench.failure(
            "caller:dial '+18005550199' advance(5)",
            flows: ["desk": "on('IncomingCall', function(call) call:answer()\n\(line) end)"])
        #expect(failure.problem.message.contains("desk/main.lua:2"), "\(failure.problem)")
        #expect(failure.problem.message.contains(words), "\(failure.problem)")
    }
}
