import CallModel
import NIOConcurrencyHelpers
import NIOPosix
import Testing

@testable import CallAutomation

@Suite struct ClientRetryTests {
    @Test func everyRequestIsRepeatedAfter429() async throws {
        for request in [ClientHarness.play, ClientHarness.transfer, ClientHarness.hangUp] {
            try await ClientHarness.with(script: { number, _ in [.answer(number < 3 ? 429 : 202)] }) { harness in
                #expect(await harness.send(request).status == 202)
                #expect(harness.server.requests.count == 3)
            }
        }
    }

    @Test func requestsThatMayBeRepeatedAreRepeatedAfterInnerFaults() async throws {
        for request in [ClientHarness.transfer, ClientHarness.cancel, ClientHarness.hangUp] {
            for status in [500, 502, 503, 504, 408] {
                try await ClientHarness.with(script: { number, _ in [.answer(number == 1 ? status : 202)] }) {
                    harness in
                    #expect(await harness.send(request).status == 202)
                }
            }
        }
    }

    @Test func aPlayIsNotRepeatedAfterInnerFaults() async throws {
        for status in [500, 503] {
            try await ClientHarness.with(
                script: { _, _ in [.answer(status, "x", headers: ["Retry-After: 0"])] },
                { harness in
                    #expect(await harness.send(ClientHarness.play) == .answered(status: status, body: [0x78]))
                    #expect(harness.server.requests.count == 1)
                })
        }
    }

    @Test func repeatsAreTheSameToTheByteButForTheirDate() async throws {
        let clock = TickingClock()
        try await ClientHarness.with(
            now: { clock.next() }, script: { number, _ in [.answer(number < 4 ? 503 : 202)] },
            { harness in
                #expect(await harness.send(ClientHarness.transfer).status == 202)
                let requests = harness.server.requests
                #expect(requests.count == 4)
                for name in ["Repeatability-Request-ID", "Repeatability-First-Sent", "x-ms-client-request-id"] {
                    #expect(Set(requests.map { $0.header(name) }).count == 1)
                }
                #expect(Set(requests.map(\.body)).count == 1)
                #expect(Set(requests.map { $0.header("x-ms-date") }).count == 4)
                #expect(Set(requests.map { $0.header("Authorization") }).count == 4)
            })
    }

    @Test func afterTheLastRepeatTheAnswerStands() async throws {
        try await ClientHarness.with(script: { _, _ in [.answer(503, "busy")] }) { harness in
            #expect(await harness.send(ClientHarness.transfer) == .answered(status: 503, body: Array("busy".utf8)))
            #expect(harness.server.requests.count == 4)
        }
        try await ClientHarness.with(script: { _, _ in [.answer(429)] }) { harness in
            #expect(await harness.send(ClientHarness.play).status == 429)
            #expect(harness.server.requests.count == 4)
        }
    }

    @Test func whatMayHaveRunStaysUnknownWhenItsRepeatsAreNotLetIn() async throws {
        try await ClientHarness.with(script: { number, _ in number == 1 ? [.close] : [.answer(429)] }) { harness in
            #expect(await harness.send(ClientHarness.transfer).fault?.kind == .unknown)
            #expect(harness.server.requests.count == 4)
        }
    }

    @Test func aConflictIsRepeatedOnlyAfterATryThatMayHaveRun() async throws {
        try await ClientHarness.with(
            script: { number, _ in [.answer([500, 409, 409][safe: number - 1] ?? 202)] },
            { harness in
                #expect(await harness.send(ClientHarness.transfer).status == 202)
                #expect(harness.server.requests.count == 4)
            })
        try await ClientHarness.with(script: { _, _ in [.answer(409)] }) { harness in
            #expect(await harness.send(ClientHarness.transfer).status == 409)
            #expect(harness.server.requests.count == 1)
        }
    }

    @Test func whatIsSentOnceIsNotRepeatedAndTellsWhatTheTryBrought() async throws {
        try await ClientHarness.with(
            script: { _, _ in [.answer(429, headers: ["Retry-After: 7"])] },
            { harness in
                let attempt = SendAttempt(repeatabilityID: ClientHarness.id, firstSent: 1_773_309_590)
                let (outcome, result) = await withCheckedContinuation { done in
                    harness.loop.execute {
                        harness.client.sendOnce(ClientHarness.transfer, attempt: attempt, on: 0) {
                            done.resume(returning: ($0, $1))
                        }
                    }
                }
                #expect(outcome == .answered(status: 429, retryAfter: 7) && result.status == 429)
                #expect(harness.server.requests.count == 1)
            })
    }

    @Test func retryAfterIsWaitedFor() async throws {
        for header in ["retry-after-ms: 60", "Retry-After: 0.06"] {
            try await ClientHarness.with(
                script: { number, _ in [.answer(number == 1 ? 429 : 202, headers: number == 1 ? [header] : [])] },
                { harness in
                    let clock = ContinuousClock()
                    let start = clock.now
                    #expect(await harness.send(ClientHarness.play).status == 202)
                    #expect(clock.now - start >= .milliseconds(60))
                })
        }
    }

    @Test func aRetryAfterBeyondTheTimeLimitEndsAtOnce() async throws {
        try await ClientHarness.with(
            script: { _, _ in [.answer(429, headers: ["Retry-After: 3600"])] },
            { harness in
                #expect(await harness.send(ClientHarness.play).status == 429)
                #expect(harness.server.requests.count == 1)
            })
    }

    @Test func aConnectionCutBeforeTheAnswerIsUnknownForAPlayAndRepeatedForATransfer() async throws {
        try await ClientHarness.with(script: { number, _ in number == 1 ? [.close] : [.answer(202)] }) { harness in
            let fault = await harness.send(ClientHarness.play).fault
            #expect(fault?.kind == .unknown)
            #expect(fault?.message.contains("before its answer") == true)
            #expect(harness.server.requests.count == 1)
        }
        for request in [ClientHarness.transfer, ClientHarness.cancel, ClientHarness.hangUp] {
            try await ClientHarness.with(script: { number, _ in number == 1 ? [.close] : [.answer(202)] }) { harness in
                #expect(await harness.send(request).status == 202)
                #expect(harness.server.requests.count == 2)
            }
        }
    }

    @Test func aConnectionCutWithinTheAnswerIsUnknownForAPlayAndRepeatedForATransfer() async throws {
        let halves = [
            "HTTP/1.1 202 Acc", "HTTP/1.1 202 Accepted\r\nContent-Length: 5\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        ]
        for half in halves {
            let script: ScriptedServer.Script = { number, _ in number == 1 ? [.write(half), .close] : [.answer(202)] }
            try await ClientHarness.with(script: script) { harness in
                #expect(await harness.send(ClientHarness.play).fault?.kind == .unknown)
                #expect(harness.server.requests.count == 1)
            }
            try await ClientHarness.with(script: script) { harness in
                #expect(await harness.send(ClientHarness.transfer).status == 202)
                #expect(harness.server.requests.count == 2)
            }
        }
    }

    @Test func aRefusedConnectionIsNotSent() async throws {
        let closed = try ClosedPort()
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let client = try CallAutomationClient(
            endpoint: "http://127.0.0.1:\(closed.port)",
            credential: .accessKey(try AccessKey(base64: ClientHarness.key)), eventLoops: [loop],
            configuration: ClientHarness.configuration)
        for request in [ClientHarness.play, ClientHarness.transfer] {
            #expect(await client.sendAndWait(request, on: loop).fault?.kind == .notSent)
        }
        await client.shutdown()
    }

    @Test func nothingOutlastsTheTimeLimit() async throws {
        for request in [ClientHarness.play, ClientHarness.transfer] {
            // The first request makes the connection stand, so that the second surely leaves.
            try await ClientHarness.with(script: { number, _ in number == 1 ? [.answer(200)] : [] }) { harness in
                #expect(await harness.send(ClientHarness.play).status == 200)
                let fault = await harness.send(request, timeLimit: 0.05).fault
                #expect(fault == SendFault(.unknown, "no answer within 0.05 seconds"))
                await harness.server.clientClosed()
            }
        }
    }

    @Test func aTimeLimitOverWhileNothingWasSentIsNotSent() async throws {
        var configuration = ClientHarness.configuration
        configuration.maxConnections = 1
        try await ClientHarness.with(configuration, script: { _, _ in [] }) { harness in
            async let first = harness.send(ClientHarness.play, timeLimit: 5)
            await harness.server.requestsCame(1)
            #expect(await harness.send(ClientHarness.play, timeLimit: 0.05).fault?.kind == .notSent)
            await harness.client.shutdown()
            #expect(await first.fault?.kind == .unknown)
        }
    }

    @Test func aSilentTryIsGivenUpAndRepeatedWhereThatIsSafe() async throws {
        var configuration = ClientHarness.configuration
        configuration.tryTimeout = 0.05
        // A busy machine may need more than one repeat.
        configuration.retry.maxRetries = 100
        try await ClientHarness.with(configuration, script: { number, _ in number == 1 ? [] : [.answer(202)] }) {
            harness in
            #expect(await harness.send(ClientHarness.transfer).status == 202)
            #expect(harness.server.requests.count >= 2)
        }
    }
}

/// A clock that is a minute later at each look.
private final class TickingClock: Sendable {
    private let ticks = NIOLockedValueBox(0.0)

    func next() -> Double {
        ticks.withLockedValue {
            $0 += 60
            return 1_773_309_600 + $0
        }
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
