import CallModel
import Testing

@testable import FlowTesting

struct SpecReportTests {
    private static func result(_ name: String, _ outcome: SpecResult.Outcome) -> SpecResult {
        let spec = SpecCase(file: "a_spec.lua", path: ["flow", name], line: 3, options: SpecCase.Options())
        return SpecResult(spec: spec, outcome: outcome, took: 0.25, virtualSeconds: 12)
    }

    private let report = SpecReport(
        results: [
            result("passes", .passed), result("is # left out", .skipped("later & \"so\"")),
            result(
                "fails",
                .failed(
                    SpecFailure(
                        problem: SpecProblem(file: "a_spec.lua", line: 9, message: "1 < 2 is \"no\""),
                        flowPlaces: ["desk/main.lua:4"], story: ["0 ms  incoming_call"]))),
        ], problems: [SpecProblem(file: "b_spec.lua", line: 1, message: "'=' expected")], took: 1.5, seed: 7)

    @Test func aPersonReadsFailuresAndASummary() {
        #expect(
            report.text == """
                ✘ b_spec.lua:1: '=' expected
                ✘ flow › fails
                  a_spec.lua:9: 1 < 2 is "no"
                  the flow waits at desk/main.lua:4
                  │ 0 ms  incoming_call
                1 passed, 1 failed, 1 skipped, 1 file not run in 1.5 s (seed 7)
                """)
        #expect(!report.isGood)
    }

    @Test func tapEscapesWhatWouldBeADirective() {
        #expect(
            report.tap == ##"""
                TAP version 14
                1..4
                ok 1 - flow › passes
                ok 2 - flow › is \# left out # SKIP later & "so"
                not ok 3 - flow › fails
                  ---
                  message: "1 < 2 is \"no\""
                  at: "a_spec.lua:9"
                  flow: "desk/main.lua:4"
                  story:
                    - "0 ms  incoming_call"
                  ...
                not ok 4 - b_spec.lua
                  ---
                  message: "'=' expected"
                  at: "b_spec.lua:1"
                  ...
                """##)
    }

    @Test func junitIsWellFormed() {
        let xml = report.junit
        #expect(xml.contains(#"<testsuites tests="3" failures="1" errors="1" time="1.5">"#))
        #expect(xml.contains(#"<skipped message="later &amp; &quot;so&quot;"/>"#))
        #expect(xml.contains(#"<failure message="1 &lt; 2 is &quot;no&quot;">"#))
        #expect(xml.contains(#"<error message="'=' expected">"#))
        #expect(xml.hasSuffix("</testsuites>"))
    }

    @Test func jsonHasEverything() throws {
        let json = try JSONValue(parsing: report.json.encoded)
        #expect(json["failed"] == 1)
        #expect(json["specs"]?.arrayValue?[2]["problem"]?["line"] == 9)
        #expect(json["specs"]?.arrayValue?[2]["flow_places"]?.arrayValue == ["desk/main.lua:4"])
        #expect(json["problems"]?.arrayValue?.count == 1)
    }
}
