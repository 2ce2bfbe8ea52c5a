import CallAutomation
import CallJournal
import CallModel
import Testing

@testable import CallRuntime
@testable import FlowEngine

/// Journals of every level that this binary runs, as they were recorded then, replay with the sources, the stdlib and
/// the environment of then. A change that turns one red is seen by replays: it needs a new level, and the old behaviour
/// beside it for the old one.
struct GoldenTests {
    @Test(.enabled(if: GoldenFiles.isRecording)) func theJournalsOfThisLevelAreRecordedAnew() async throws {
        try await GoldenRecording.record()
    }

    @Test(.enabled(if: !GoldenFiles.isRecording), arguments: GoldenFiles.all)
    func aGoldenJournalReplays(_ fixture: GoldenFiles.Fixture) throws {
        let journal = try ExportedJournal(try fixture.export())
        let generation = try GoldenFiles.generation(fixture.level, environment: journal.begin.environment)
        try #require(generation.id == journal.begin.generation, "these are not the sources that it was recorded with")
        let context = SessionContext(
            prepare: { try ActionRequest.prepare($0, callConnectionID: $1, apiVersion: $2) },
            callbackAddress: { "https://replay.invalid/events/calls/\($0)/\($1)/replay" })
        // From the beginning, through every restart, and from the last restart as a process does.
        for last in [1, Int.max] {
            let replay = try SessionReplay(
                journal.records, until: last, session: journal.session,
                definition: try #require(generation.flows[journal.begin.flow]), environment: generation.environment,
                context: context, patterns: PatternMatcher())
            defer { replay.machine.drop() }
            do throws(ReplayMismatch) {
                #expect(try replay.step())
            } catch {
                Issue.record("\(fixture.name): \(error)")
            }
        }
    }

    @Test(.enabled(if: !GoldenFiles.isRecording), arguments: supportedLevels)
    func everyLevelThatIsSupportedHasJournals(_ level: Int) throws {
        #expect(
            !GoldenFiles.fixtures(level).isEmpty,
            "level \(level) is said to be supported, and no journal shows it; keep those of its day")
        for fixture in GoldenFiles.fixtures(level) {
            #expect(try fixture.export()["level"]?.intValue == level, "\(fixture.name)")
        }
    }

    /// The journals of this binary's own level show all that a flow can do.
    @Test(.enabled(if: !GoldenFiles.isRecording)) func everythingThatFlowsCanDoIsInTheJournals() throws {
        let exports = try GoldenFiles.fixtures(flowLevel).map { try $0.export() }
        let flows = Set(exports.compactMap { $0["flow"]?.stringValue })
        #expect(flows == Set(try GoldenFiles.projectFlows + GoldenFiles.goldenFlows), "record them anew")

        let records = exports.flatMap { $0["records"]?.arrayValue ?? [] }
        let actions = Set(records.compactMap { $0["action"]?.stringValue })
        for kind in ActionKind.allCases {
            #expect(actions.contains(kind.rawValue), "no journal has a \(kind.rawValue)")
        }
        let ways = Set(exports.compactMap { $0["end"]?["way"]?.stringValue })
        #expect(ways == ["finished", "failed", "stopped"])
        let kinds = Set(records.compactMap { $0["kind"]?.stringValue })
        #expect(
            kinds.isSuperset(of: [
                "begin", "event", "response", "timer", "resume", "operator", "request", "sent", "restart", "end",
            ]))

        let sources = try GoldenFiles.sources().files.values.map { String(decoding: $0, as: UTF8.self) }.joined()
        for function in HostAPI.functions {
            let name = function.isMethod ? ":" + function.name : function.shownName
            #expect(sources.contains("\(name)(") || sources.contains("\(name) "), "no flow calls \(function.shownName)")
        }
        // The modules themselves lie in the generations, as they were; that they are found there is what must hold.
        #expect(FlowSources.ownStdlib.keys.contains { sources.contains("require \"std.\($0)\"") })
    }
}
