import ArgumentParser
import CallModel

struct Flows: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the flows of a running server, and decide which ones new calls get.",
        discussion: """
            Calls that are up always finish on the flows that they began with. A generation is one loaded set of flows; it
            is named by its id, the beginning of one, 'newest' (the last edit that loads) or 'current' (what new calls get).

              hookswitch flows                                 # what new calls get, and what is wrong
              hookswitch flows reload                          # after a deployment; waits for the result
              hookswitch flows rollback 3f2a                   # back to it, whatever is edited, until 'release'
              hookswitch flows rollback current                # hold what runs, then edit in peace, and try it on a few:
              hookswitch flows canary newest --share 5 --number +18005550199
              hookswitch flows promote                         # or: abandon

            Exit code 0 when it was done; 1 when it makes no sense as things are, such as promoting without a canary; 64
            when the command line means nothing there; 65 when flows have problems; 69 when nobody serves, or the store of
            the server is down.
            """,
        subcommands: [
            List.self, Generations.self, Reload.self, Rollback.self, Canary.self, Promote.self, Abandon.self,
            Release.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What new calls get, and what is wrong with an edit.")

        @OptionGroup var server: FlowServerOptions

        func run() async throws {
            try await server.ask({ try await $0.get(server.path("flows")) }) {
                FlowsPrinter.lines(of: $0, withHooks: true)
            }
        }
    }

    struct Generations: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "All generations in the store, newest first.")

        @OptionGroup var server: FlowServerOptions

        func run() async throws {
            try await server.ask({ try await $0.get("flows/generations") }) { FlowsPrinter.table(of: $0) }
        }
    }

    struct Reload: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the flows now, and wait for what comes of it.",
            discussion: """
                A saved file is seen without this. It takes what is there as meant: a flow that is gone, or that has no hooks
                any more, is not held back as an unfinished edit.
                """)

        @OptionGroup var server: FlowServerOptions

        func run() async throws {
            try await server.ask({ try await $0.post(server.path("flows/reload"), [:]) }) {
                FlowsPrinter.lines(ofReload: $0)
            }
        }
    }

    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give all new calls a generation of the store, whatever is edited.",
            discussion: """
                It holds over restarts, until 'release'. Edits are loaded, checked and kept meanwhile, and not used. A canary
                that runs ends.
                """)

        @Argument(help: "An id, the beginning of one, newest or current.")
        var generation: String

        @OptionGroup var server: FlowServerOptions

        func run() async throws {
            try await server.decide("rollback", ["generation": .string(generation)])
        }
    }

    struct Canary: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give some new calls a generation of the store.",
            discussion: """
                What all other calls get stays as it is while the canary runs: an edit is loaded, checked and kept, and nobody
                gets it, so that neither side changes under the comparison. 'promote' gives the canary to all calls, 'abandon'
                to none; either leaves a newer edit unused until 'release' or another canary.
                """)

        @Argument(help: "An id, the beginning of one, newest or current.")
        var generation: String

        @Option(help: "Per cent of new calls and launches, by a hash of what began them; 0 to 100.")
        var share: Double?

        @Option(name: .customLong("number"), help: "A called number whose calls all get it; may be repeated.")
        var numbers: [String] = []

        @OptionGroup var server: FlowServerOptions

        func validate() throws {
            guard share != nil || !numbers.isEmpty else {
                throw ValidationError("say which calls the canary gets: --share PER-CENT, --number +NUMBER, or both")
            }
        }

        func run() async throws {
            try await server.decide(
                "canary",
                [
                    "generation": .string(generation), "share": .number(share ?? 0),
                    "numbers": .array(numbers.map { .string($0) }),
                ])
        }
    }

    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give all new calls what the canary had.")

        @OptionGroup var server: FlowServerOptions

        func run() async throws { try await server.decide("promote", [:]) }
    }

    struct Abandon: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End the canary; all new calls get what most had.")

        @OptionGroup var server: FlowServerOptions

        func run() async throws { try await server.decide("abandon", [:]) }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let edits go live again, the newest at once.")

        @OptionGroup var server: FlowServerOptions

        func run() async throws { try await server.decide("release", [:]) }
    }
}
