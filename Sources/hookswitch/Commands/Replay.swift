import ArgumentParser
import CallAutomation
import CallJournal
import CallModel
import CallRuntime
import FlowEngine
import Foundation

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Replay journals from a store's file, with the flows that they were written with.",
        discussion: """
            A session that restarted is replayed from its last restart on, as a server does that takes it up. Nothing is
            sent and nothing is written; a server may use the store meanwhile. Before an upgrade the new
            binary tells which calls it could not take over:

              hookswitch replay --all
              hookswitch replay 4f… --until 12          # one session, step by step

            Exit code 0 when everything replays, 3 when something does not, 74 when the store cannot be read.
            """)

    @Argument(help: "The session.")
    var session: SessionArgument?

    @Flag(help: "All sessions that have not ended.")
    var all = false

    @Flag(help: "With --all: those that have ended, too.")
    var finished = false

    @Option(help: "The last record that is replayed.")
    var until: Int?

    @Flag(help: "Show phone numbers, keys and speech as they are.")
    var full = false

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("The store; sqlite:hookswitch.db. (HOOKSWITCH_STORE)", valueName: "STORE"))
    var store: String?

    @OptionGroup var journalKey: JournalKeyOption

    func validate() throws {
        guard (session == nil) == all else { throw ValidationError("say what to replay: a session, or --all") }
        guard all || !finished else { throw ValidationError("--finished goes with --all") }
        guard !all || until == nil else { throw ValidationError("--until goes with one session") }
        if let until, until < 1 { throw ValidationError("--until is the number of a record, from 1") }
    }

    func run() async throws {
        do {
            let journal = try OfflineStore.open(
                store ?? Settings.variable("STORE") ?? "sqlite:hookswitch.db", key: try journalKey.key())
            let keeper = GenerationKeeper(environment: FlowEnvironment(), archive: journal)
            let player = JournalPlayer(
                journal, generation: { try await keeper.generation(id: $0, environmentHash: $1) },
                prepare: { try ActionRequest.prepare($0, callConnectionID: $1, apiVersion: $2) })
            if let session {
                try await ReplayTelling(player: player, isFull: full, json: json).one(session.id, until: until ?? .max)
            } else {
                try await ReplayTelling(player: player, isFull: full, json: json)
                    .all(of: journal, withFinished: finished)
            }
        } catch let fault as JournalFault {
            throw Console.fail(.store, fault.description)
        }
    }
}
