import CallJournal
import CallModel
import FlowEngine
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Testing

@testable import CallRuntime

/// A flow that works for long shares its loop with the other calls; its own call waits.
struct BusyFlowTests {
    private static let flows = [
        "desk": """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call) call:answer() end)
        on("Signal", function(_, event)
          if event.signal == "spin" then for i = 1, 150000 do end end
          if event.signal == "swarm" then
            for i = 1, 500 do spawn(function() for j = 1, 300 do end end) end
          end
          if event.signal == "endless" then while true do end end
        end)
        """
    ]

    /// Names in the order in which they were said.
    private final class Order: Sendable {
        private let names = NIOLockedValueBox<[String]>([])

        func say(_ name: String, _ outcome: DeliveryOutcome) {
            names.withLockedValue { $0.append(outcome == .accepted ? name : "\(name): \(outcome)") }
        }

        var said: [String] { names.withLockedValue { $0 } }
    }

    /// Two connected calls on one loop.
    private func twoCalls(_ harness: RuntimeHarness) async throws -> (SessionID, SessionID) {
        var ids: [SessionID] = []
        for name in ["a", "b"] {
            #expect(await harness.incoming(name, loop: 0) == .accepted)
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected-\(name)") == .accepted)
            ids.append(id)
        }
        return (ids[0], ids[1])
    }

    /// Gives both sessions signals in one turn of their loop, and waits for all outcomes.
    private func signal(
        _ signals: [(SessionID, String)], _ harness: RuntimeHarness, on near: SessionID? = nil
    ) async throws -> [String] {
        let loop = near.map { harness.runtime.shard(of: $0).loop } ?? harness.loops[0]
        let order = Order()
        let all = loop.makePromise(of: Void.self)
        let left = NIOLockedValueBox(signals.count)
        try await loop.submit {
            for (session, name) in signals {
                harness.runtime.signal(session, name: name, data: .null) { outcome in
                    order.say(name, outcome)
                    let isLast = left.withLockedValue { left in
                        left -= 1
                        return left == 0
                    }
                    if isLast { all.succeed() }
                }
            }
        }.get()
        try await all.futureResult.get()
        return order.said
    }

    @Test func othersGoFirstAndItsOwnInputsWait() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            let (busy, other) = try await twoCalls(harness)
            let said = try await signal([(busy, "spin"), (busy, "second"), (other, "quick")], harness)
            #expect(said == ["quick", "spin", "second"])
            let kinds = try await harness.kinds(busy)
            #expect(kinds.suffix(2) == ["event", "event"])
        }
    }

    /// None of them works for a slice, but together they do.
    @Test func aSwarmOfShortTasksLeavesOthersTheirTurns() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            let (busy, other) = try await twoCalls(harness)
            let said = try await signal([(busy, "swarm"), (busy, "second"), (other, "quick")], harness)
            #expect(said == ["quick", "swarm", "second"])
        }
    }

    @Test(.timeLimit(.minutes(5))) func socketsOfTheLoopGoFirstToo() async throws {
        var limits = FlowLimits()
        limits.lua.instructions = 1 << 60
        limits.lua.cpuSeconds = 1e6
        let spinning = "on('Launch', function() while true do end end)"
        try await RuntimeHarness.run(["desk": spinning], limits: limits) { harness in
            let order = Order()
            for _ in 0..<8 {
                // On both loops, in all likelihood, and for ever.
                harness.runtime.launch(flow: "desk", parameters: .null) { _, outcome in order.say("spin", outcome) }
            }
            // A byte to a server on each loop and back.
            for loop in harness.loops {
                let server = try await ServerBootstrap(group: loop)
                    .childChannelInitializer { channel in channel.pipeline.addHandler(Echo()) }
                    .bind(host: "127.0.0.1", port: 0).get()
                let address = try #require(server.localAddress)
                let answer = loop.makePromise(of: Void.self)
                let client = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .channelInitializer { channel in channel.pipeline.addHandler(Listener(answer)) }
                    .connect(to: address).get()
                try await client.writeAndFlush(ByteBuffer(string: "x"))
                try await answer.futureResult.get()
                try await client.close()
                try await server.close()
            }
            #expect(order.said.isEmpty, "the flows still work")
            #expect(await harness.runtime.openSessions() == 8)
        }
    }

    private final class Echo: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            context.writeAndFlush(data, promise: nil)
        }
    }

    private final class Listener: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer
        private let heard: EventLoopPromise<Void>

        init(_ heard: EventLoopPromise<Void>) { self.heard = heard }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { heard.succeed() }
    }

    @Test func anEndlessFlowIsStoppedAndItsWaitingInputsAreAccepted() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            let (busy, other) = try await twoCalls(harness)
            let said = try await signal([(busy, "endless"), (busy, "second"), (other, "quick")], harness)
            #expect(said == ["quick", "endless", "second"])
            await harness.settled()
            #expect(harness.sender.texts.contains("hang_up c1 everyone"))
            #expect(await harness.runtime.view(of: other)?.legs.first?.state == "connected")
        }
    }

    @Test func whatWaitsWhenTheSessionEndsIsAnswered() async throws {
        let flows = [
            "desk": """
            on("Launch", function() wait_for("Signal") for i = 1, 150000 do end end)
            """
        ]
        try await RuntimeHarness.run(flows) { harness in
            let id = await withCheckedContinuation { continuation in
                harness.runtime.launch(flow: "desk", parameters: .null) { id, _ in continuation.resume(returning: id) }
            }
            let said = try await signal([(id, "go"), (id, "late"), (id, "later")], harness, on: id)
            #expect(said == ["go", "late", "later"] || said == ["late", "later", "go"])
            #expect(await harness.runtime.openSessions() == 0)
        }
    }

    @Test func aSessionThatIsDiscardedWhileItIsBusyTellsAllWhoWait() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            let (busy, other) = try await twoCalls(harness)
            harness.journal.hold()
            let order = Order()
            try await harness.loops[0].submit {
                harness.runtime.signal(busy, name: "first", data: .null) { order.say("first", $0) }
                harness.runtime.signal(busy, name: "spin", data: .null) { order.say("spin", $0) }
                harness.runtime.signal(busy, name: "second", data: .null) { order.say("second", $0) }
                harness.journal.refuse(.failed(JournalFault(isPassing: true, "full")))
                harness.journal.release()
            }.get()
            harness.journal.refuse(nil)
            await harness.settled()
            #expect(order.said.sorted() == ["first: busy(\"full\")", "second: busy(\"full\")", "spin: busy(\"full\")"])
            try await harness.idle()
            #expect(await harness.runtime.view(of: busy) != nil, "it was made again from the journal")
            #expect(try await signal([(other, "quick")], harness) == ["quick"])
        }
    }

    @Test func anEventThatComesAgainMeanwhileIsAnsweredWhenTheFirstIsDurable() async throws {
        let flows = [
            "desk": """
            on("IncomingCall", function(call) call:answer() end)
            on("ParticipantsUpdated", function() for i = 1, 150000 do end end)
            """
        ]
        try await RuntimeHarness.run(flows) { harness in
            #expect(await harness.incoming("a", loop: 0) == .accepted)
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "connected") == .accepted)
            let order = Order()
            let saidAtOnce = try await harness.loops[0].submit {
                harness.deliver(id, "ParticipantsUpdated", id: "e1") { order.say("first", $0) }
                harness.deliver(id, "ParticipantsUpdated", id: "e1") { order.say("again", $0) }
                return order.said
            }.get()
            #expect(saidAtOnce.isEmpty)
            #expect(await harness.callback(id, "CallTransferFailed", id: "e2") == .accepted)
            #expect(order.said == ["again: duplicate", "first"])
        }
    }
}
