import Testing

@testable import FlowEngine

/// The settings that a session began with, as the store keeps them.
struct FlowEnvironmentTests {
    private func full() throws -> FlowEnvironment {
        var limits = FlowLimits()
        try limits.set("memory", to: "16MiB")
        try limits.set("cpu", to: "0.1")
        return FlowEnvironment(
            config: ["DESK": "+14255550123", "QUOTE": "a \"b\"\n\u{7F}é", "": ""],
            aiResource: "https://ai.example.com", callerID: "+18005550199",
            ownedNumbers: ["+18005550199", "+18005550101"], outboundCallsPerNumber: 7, apiVersion: "2025-01-01",
            limits: limits)
    }

    @Test func whatIsReadIsWhatWasWritten() throws {
        for environment in [FlowEnvironment(), try full()] {
            let again = try FlowEnvironment(decoding: environment.encoded)
            #expect(again == environment)
            #expect(again.encoded == environment.encoded)
            #expect(again.hash == environment.hash)
            #expect(FlowEnvironment.hash(of: environment.encoded) == environment.hash)
        }
    }

    @Test func everyLimitIsKeptToTheLastDigit() throws {
        for setting in FlowLimits.settings {
            var limits = FlowLimits()
            // Outside of what settings may say, and with a fraction where there can be one.
            #expect(setting.set(exactly: "7", in: &limits))
            let environment = FlowEnvironment(limits: limits)
            let again = try FlowEnvironment(decoding: environment.encoded)
            #expect(again.limits == limits, "\(setting.name)")
            #expect(setting.exactValue(in: again.limits).hasPrefix("7"), "\(setting.name)")
            #expect(environment.hash != FlowEnvironment().hash, "\(setting.name)")
        }
        var limits = FlowLimits()
        limits.shortestSleep = 0.1 + 0.2
        #expect(try FlowEnvironment(decoding: FlowEnvironment(limits: limits).encoded).limits == limits)
    }

    @Test func whatANewerVersionWroteIsRefusedByName() {
        for (text, name) in [
            (#"{"moon":"full"}"#, "moon"), (#"{"limits":{"moons":"1"}}"#, "limits.moons"),
        ] {
            #expect {
                try FlowEnvironment(decoding: Array(text.utf8))
            } throws: { error in
                "\(error)".contains(
                    "'\(name)', which this version does not know; a newer version of hookswitch wrote it")
            }
        }
    }

    @Test func whatAnOlderVersionDidNotWriteHasItsDefault() throws {
        let environment = try FlowEnvironment(decoding: Array(#"{"limits":{"tasks":"9"}}"#.utf8))
        var expected = FlowEnvironment()
        expected.limits.tasks = 9
        #expect(environment == expected)
    }

    @Test(arguments: [
        "", "[]", "{", #"{"caller_id":1}"#, #"{"config":[]}"#, #"{"config":{"A":1}}"#, #"{"limits":{"tasks":"many"}}"#,
        #"{"outbound_calls":"two"}"#, #"{"owned_numbers":"+1"}"#, #"{"owned_numbers":[1]}"#,
    ])
    func whatIsDamagedIsRefused(text: String) {
        #expect(throws: FlowEnvironment.Fault.self) { try FlowEnvironment(decoding: Array(text.utf8)) }
    }
}
