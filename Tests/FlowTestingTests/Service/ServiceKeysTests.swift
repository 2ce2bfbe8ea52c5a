import CallAutomation
import CallEmulator
import CallModel
import NIOCore
import NIOPosix
import Testing

@testable import FlowTesting

/// What a service that takes SendDtmfTones gets of keys; the emulator does not yet.
struct ServiceKeysTests {
    @Test func keysGoToTheOtherSideInParts() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let (requests, continuation) = AsyncStream<PlainRequest>.makeStream()
        let service = try await PlainServer.start(on: group) { request, answer in
            continuation.yield(request)
            answer(PlainAnswer(status: 202, body: Array("{}".utf8)))
        }
        let key = try AccessKey(base64: EmulatorConfiguration.developmentAccessKey)
        let settings = ServiceSettings(endpoint: service.address, credential: .accessKey(key))
        let way = try ServiceWay(settings, publicURL: "https://calls.example.com", on: loop)
        let time = LiveTime(loop: loop, clock: ShiftedClock(offset: 0))
        let line = ServiceLine(
            story: 1, loop: loop, time: time, way: way, drivable: settings.drivable,
            book: LiveBook(now: { time.now() }))
        try await loop.submit {
            var leg = ServiceLeg(
                id: 1, phone: ServiceBench.phone, other: CommunicationIdentifier(rawID: "4:" + ServiceBench.desk),
                isCaller: true, state: .connected)
            leg.connection = "a/b"
            line.board.value.calls = [ServiceCall(id: "call 1", begun: 1, leg: leg)]
            try line.press("12345678901234567890*#", on: ServiceBench.phone)
        }.get()
        var parts: [[String]] = []
        for await request in requests {
            #expect(request.head.uri.hasPrefix("/calling/callConnections/a%2Fb:sendDtmfTones?api-version="))
            #expect(request.head.headers.contains(name: "repeatability-request-id"))
            let body = try JSONValue(parsing: request.body)
            #expect(body["targetParticipant"]?["rawId"]?.stringValue == "4:" + ServiceBench.desk)
            parts.append(body["tones"]?.arrayValue?.compactMap(\.stringValue) ?? [])
            if parts.joined().count == 22 { break }
        }
        #expect(parts.map(\.count) == [18, 4] && parts.last == ["nine", "zero", "asterisk", "pound"])
        await way.client.shutdown()
        await service.stop()
        try await group.shutdownGracefully()
    }
}
