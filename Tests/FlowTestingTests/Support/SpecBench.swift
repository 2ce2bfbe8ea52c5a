import FlowEngine
import Testing

@testable import FlowTesting

/// Runs spec texts over small flows.
enum SpecBench {
    static let desk = """
        flow { locale = "en-US", voice = "en-US-AvaNeural", caller_id = "+18005550199" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          local heard, err = call:recognize { text = "Press a key.", dtmf = { max = 1 } }
          call:play { text = heard and ("You pressed " .. heard.tones .. ".") or "Nothing." }
          log.info("done", { key = heard and heard.tones or err.reason })
          call:hang_up { for_everyone = true }
        end)
        on("Launch", function(event)
          local call, err = create_call { target = event.params.to, timeout = 100 }
          if not call then return log.warning("not reached", { reason = err.reason }) end
          call:play { text = "Hello." }
          call:hang_up { for_everyone = true }
        end)
        on("Signal", function(_, event) log.info("signalled", { name = event.signal, n = event.data.n }) end)
        """

    /// A whole story, for what runs stories many times.
    static let aKeyIsPressed = suite(
        """
        it("a", function()
          local caller = phone "+14255550100"
          local call = caller:dial "+18005550199"
          caller:presses "1"
          caller:hears "You pressed 1."
          expect(call):has_ended { within = 60 }
        end)
        """)

    static func suite(_ spec: String, flows: [String: String] = ["desk": desk]) -> SpecSuite {
        var files = Dictionary(uniqueKeysWithValues: flows.map { ("\($0.key)/main.lua", Array($0.value.utf8)) })
        files["a_spec.lua"] = Array(spec.utf8)
        return SpecSuite(files: files, environment: FlowEnvironment())
    }

    /// The results of a spec, in order.
    static func run(
        _ spec: String, flows: [String: String] = ["desk": desk], seed: UInt64 = 1
    ) async throws -> [SpecResult] {
        let suite = suite(spec, flows: flows)
        try #require(suite.problems.isEmpty, "\(suite.problems)")
        var run = SpecRun(suite)
        run.seed = seed
        return await run.run()
    }

    /// Runs the body of one case, which must pass.
    static func passes(_ body: String, flows: [String: String] = ["desk": desk]) async throws {
        let result = try await one(body, flows: flows)
        if case .failed(let failure) = result.outcome {
            Issue.record("\(failure.problem)\n\(failure.story.joined(separator: "\n"))")
        }
    }

    /// Why the body of one case fails; its first line is line 2.
    static func failure(_ body: String, flows: [String: String] = ["desk": desk]) async throws -> SpecFailure {
        let result = try await one(body, flows: flows)
        guard case .failed(let failure) = result.outcome else {
            throw Passed()
        }
        return failure
    }

    struct Passed: Error {}

    private static func one(_ body: String, flows: [String: String]) async throws -> SpecResult {
        try #require(
            try await run("it('works', function() local caller = phone '+14255550100'\n\(body)\nend)", flows: flows)
                .first)
    }
}
