import ArgumentParser
import CallJournal
import CallModel
import FlowTesting
import Foundation

struct Calls: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List calls, tell what happened in one, follow them, export journals.",
        discussion: """
            A call is shown by the journal of its session, so it is told the same while it runs and after, by the server
            and from the store's file.

              hookswitch calls --open                          # what runs now
              hookswitch calls 4f…                             # what happened, with durations
              hookswitch calls --follow                        # everything, as it happens
              hookswitch calls 4f… --as-spec > desk_spec.lua   # a test that reproduces it
              hookswitch calls export --all > journals.jsonl
            """,
        subcommands: [CallsShow.self, CallsExport.self], defaultSubcommand: CallsShow.self)
}

struct CallsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "List calls, or tell what happened in one; what 'calls' does by itself.")

    @Argument(help: "The session; without one, the newest are listed.")
    var session: SessionArgument?

    @Option(help: "Only sessions of this flow.")
    var flow: String?

    @Flag(help: "Only sessions that have not ended.")
    var open = false

    @Option(help: "How many sessions are listed, 20; or followed, 200.")
    var limit: Int?

    @Flag(help: "Tell what happens as it happens, to the end of the session, or of all of them until Ctrl-C.")
    var follow = false

    @Flag(help: "Show phone numbers, keys and speech as they are.")
    var full = false

    @Flag(help: "Print one JSON object per line.")
    var json = false

    @Flag(help: "Write a spec that reproduces the call; callers' numbers are replaced, unless --full.")
    var asSpec = false

    @OptionGroup var source: CallSourceOptions

    func validate() throws {
        if session != nil {
            guard flow == nil, !open, limit == nil else {
                throw ValidationError("--flow, --open and --limit belong to the list; a session is told whole")
            }
        }
        if asSpec, session == nil || follow || json {
            throw ValidationError("--as-spec takes one session, and neither --follow nor --json")
        }
        if let limit, !(1...1_000).contains(limit) { throw ValidationError("--limit is from 1 to 1000") }
    }

    func run() async throws {
        let query = SessionQuery(flow: flow, isOpen: open ? true : nil, limit: limit ?? (follow ? 200 : 20))
        try await source.read { source in
            if asSpec, let session {
                let export = try await source.export(session.id)
                guard let spec = SpecWriter.spec(of: export, isFull: full) else {
                    throw Console.fail(.failure, "session \(session.id) has no journal that a spec can be made of")
                }
                Console.line(spec)
            } else if let session {
                try await SessionTelling(id: session.id, source: source, isFull: full, json: json).tell(follow: follow)
            } else if follow {
                try await AllFollowing(query: query, source: source, isFull: full, json: json).follow()
            } else {
                let list = try await source.list(query, isFull: full)
                CallListPrinter(json: json).list(list["calls"]?.arrayValue ?? [])
            }
        }
    }
}

struct CallsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write whole journals as JSON, one session a line.")

    @Argument(help: "The session.")
    var session: SessionArgument?

    @Flag(help: "All sessions that are kept, the newest first.")
    var all = false

    @Flag(help: "Hide phone numbers, and leave out keys and speech.")
    var redacted = false

    @Flag(help: "Open what was sealed when its session had finished; with the journal's key.")
    var unseal = false

    @OptionGroup var source: CallSourceOptions

    func validate() throws {
        guard (session == nil) == all else { throw ValidationError("say what to export: a session, or --all") }
        guard !(redacted && unseal) else { throw ValidationError("--redacted and --unseal contradict each other") }
    }

    func run() async throws {
        let key = try source.journalKey.key()
        if unseal, key == nil { throw ValidationError("--unseal needs the key: --journal-key-file FILE") }
        let seal = unseal ? key.map { FieldSeal(key: $0) } : nil
        try await source.read { source in
            if let session { return try await write(session.id, source, seal) }
            var query = SessionQuery(limit: 500)
            while true {
                let page = try await source.list(query, isFull: false)["calls"]?.arrayValue ?? []
                let ids = page.compactMap { $0["session"]?.stringValue.flatMap { SessionID($0) } }
                for id in ids { try await writeUnlessGone(id, source, seal) }
                guard let last = ids.last, page.count == query.limit else { return }
                query.after = last
            }
        }
    }

    /// A session may be removed between the list and its turn.
    private func writeUnlessGone(_ id: SessionID, _ source: any CallSource, _ seal: FieldSeal?) async throws {
        do { try await write(id, source, seal) } catch let fault as JSONClient.Fault where fault.status == 404 {}
    }

    private func write(_ id: SessionID, _ source: any CallSource, _ seal: FieldSeal?) async throws {
        var export = try await source.export(id)
        if let seal { export = seal.unsealed(export, of: id) }
        if redacted { export = ExportRedaction.redacted(export) }
        Console.line(export.text)
    }
}
