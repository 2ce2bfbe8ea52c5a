import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// Sessions go on with the flows and the stdlib that they began with.
struct OldGenerationTests {
    private static let flow = """
        local menu = require "std.menu"
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", { to = "+18005550199" }, function(call)
          call:answer()
          menu.greet(call)
        end)
        on("Launch", function() sleep(1) end)
        """

    private static func sources(_ greeting: String) -> FlowSources {
        FlowSources(
            files: ["desk/main.lua": Array(flow.utf8)],
            stdlib: [
                "menu": Array(
                    """
                    local menu = {}
                    function menu.greet(call) call:play { text = "\(greeting)" } end
                    return menu
                    """.utf8)
            ])
    }

    @Test func aSessionBegunWithAnOldStdlibGoesOnWithIt() async throws {
        try await RuntimeHarness.run([:]) { harness in
            _ = await harness.runtime.generations.load(Self.sources("Old."), at: 1)
            _ = await harness.incoming("a", correlation: "a")
            await harness.settled()
            let old = try await harness.session()
            _ = await harness.runtime.generations.load(Self.sources("New."), at: 2)
            _ = await harness.incoming("b", correlation: "b")
            await harness.settled()
            let new = try await harness.session()
            _ = await harness.callback(old, "CallConnected", context: "1.1", id: "e1")
            await harness.settled()
            #expect(harness.sender.texts.last == "play c1 Old.")
            _ = await harness.callback(new, "CallConnected", context: "1.1", id: "e2")
            await harness.settled()
            #expect(harness.sender.texts.last == "play c1 New.")
        }
    }

    @Test func aJournalOfAnOldStdlibReplaysInAnotherProcess() async throws {
        try await RuntimeHarness.run([:]) { harness in
            _ = await harness.runtime.generations.load(Self.sources("Old."), at: 1)
            _ = await harness.incoming("a")
            await harness.settled()
            let id = try await harness.session()
            _ = await harness.callback(id, "CallConnected", context: "1.1", id: "e1")
            await harness.settled()
            let records = try await harness.journal.records(of: id)
            guard case .begin(let begin)? = records.first?.body else {
                Issue.record("no begin")
                return
            }
            #expect(begin.level == flowLevel)

            // A binary with a newer stdlib, over the same store.
            let next = GenerationKeeper(environment: FlowEnvironment(config: ["X": "1"]), archive: harness.journal)
            _ = await next.load(Self.sources("New."), at: 2)
            let generation = try await next.generation(id: begin.generation, environmentHash: begin.environment)
            #expect(generation.id != next.current?.id)
            #expect(generation.environment == FlowEnvironment())
            #expect(generation.sources == Self.sources("Old."))
        }
    }

    @Test func offersAndLaunchesGoByTheirKeysAndNumbers() async throws {
        try await RuntimeHarness.run([:]) { harness in
            let keeper = harness.runtime.generations
            _ = await keeper.load(Self.sources("Old."), at: 1)
            _ = try await keeper.rollback(to: "current", at: 2)
            _ = await keeper.load(Self.sources("New."), at: 3)
            let (old, new) = (FlowGeneration.id(of: Self.sources("Old.")), FlowGeneration.id(of: Self.sources("New.")))
            _ = try await keeper.canary("newest", share: 0, numbers: [MachineDriver.called], at: 4)
            _ = await harness.incoming("a")
            await harness.settled()
            #expect(try await harness.journal.sessions(limit: 1).first?.generation == new)
            _ = await harness.launch("desk")
            await harness.settled()
            #expect(try await harness.journal.sessions(limit: 1).first?.generation == old)
            _ = try await keeper.canary("newest", share: 100, numbers: [], at: 5)
            _ = await harness.launch("desk")
            await harness.settled()
            #expect(try await harness.journal.sessions(limit: 1).first?.generation == new)
        }
    }
}
