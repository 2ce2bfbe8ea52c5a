import FakePrograms
import FlowEngine
import Foundation
import Synchronization
import Testing

@testable import FlowCheck

struct LuacheckFinderTests {
    private let folder = FolderOfFlows(
        FlowSources(files: [
            "desk/main.lua": Array(
                "local unused = 1\non('IncomingCall', function(call, event) call:answer() end)\n".utf8)
        ]), environment: Checking.environment)

    private func run(_ script: String, timeLimit: Double = 60) async throws -> (findings: [Finding], notes: [String]) {
        let program = try FakeProgram(named: "luacheck", script)
        let notes = Mutex<[String]>([])
        let finder = LuacheckFinder(program: program.path, timeLimit: timeLimit) { note in
            notes.withLock { $0.append(note) }
        }
        let findings = await finder.findings(in: folder)
        return (findings, notes.withLock { $0 })
    }

    @Test func whatItPrintsBecomesFindings() async throws {
        // The last argument is the file.
        let script = #"for file in "$@"; do :; done; echo "$file:1:7-12: (W211) unused variable 'unused'"; exit 1"#
        let (findings, notes) = try await run(script)
        #expect(notes == [])
        #expect(
            findings == [
                Finding(
                    rule: "luacheck_211", severity: .warning, file: "desk/main.lua", line: 1, column: 7,
                    message: "unused variable 'unused'")
            ])
    }

    @Test(arguments: [
        ("echo Bad things happened; exit 1", "what it printed is not understood"),
        ("exit 3", "it ended with code 3"), ("kill -9 $$", "it was ended by signal 9"),
        ("yes garbage", "it printed more than 8 MB"),
    ])
    func whatIsOfNoUseIsToldAndLeftOut(_ script: String, _ reason: String) async throws {
        let (findings, notes) = try await run(script)
        #expect(findings == [])
        #expect(notes == ["luacheck is left out: \(reason)"])
    }

    @Test func aHangIsCutOff() async throws {
        let (findings, notes) = try await run("sleep 1000 & wait", timeLimit: 0.1)
        #expect(findings == [])
        #expect(notes == ["luacheck is left out: it has not ended after 0 s"])
    }

    @Test func aProgramThatIsNotThereIsTold() async {
        let notes = Mutex<[String]>([])
        let finder = LuacheckFinder(program: "/nowhere/luacheck") { note in notes.withLock { $0.append(note) } }
        #expect(await finder.findings(in: folder) == [])
        #expect(notes.withLock { $0.first?.contains("cannot be started") } == true)
    }

    @Test func itIsLookedForOnThePath() throws {
        let program = try FakeProgram(named: "luacheck", "")
        #expect(LuacheckFinder.installed(path: "/nowhere:\(program.folder)") == program.path)
        #expect(LuacheckFinder.installed(path: "/nowhere") == nil)
    }

    @Test(.enabled(if: LuacheckFinder.installed() != nil, "luacheck is not installed"))
    func theRealOneKnowsOurGlobals() async throws {
        let program = try #require(LuacheckFinder.installed())
        let finder = LuacheckFinder(program: program) { Issue.record("\($0)") }
        let sources = FlowSources(files: [
            "desk/main.lua": Array(
                "local unused = 1\non('IncomingCall', function(call, event) call:answer() end)\n".utf8),
            "broken.lua": Array("on(".utf8),
        ])
        let folder = FolderOfFlows(sources, environment: Checking.environment)
        let findings = await finder.findings(in: folder)
        #expect(findings.map { "\($0)" } == ["desk/main.lua:1:7: warning: unused variable 'unused' [luacheck_211]"])
        // Of what a rule of ours has found, it need not speak.
        let shadowed = FlowSources(files: [
            "a.lua": Array(
                "flow { locale = 'en-US' }\non('IncomingCall', function(call) call:answer() restart('x') call:hang_up() end)\non('Restart', function() end)"
                    .utf8)
        ])
        let all = await FlowCheck(finders: FlowCheck.finders + [finder]).findings(
            in: FolderOfFlows(shadowed, environment: Checking.environment))
        #expect(all.map(\.rule) == ["unreachable_code"])
    }
}
