import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

@Suite struct RestartTests {
    @Test func anEmulatorStartsAgainOnItsPort() async throws {
        try await Webhook.with { webhook in
            var configuration = EmulatorConfiguration()
            configuration.subscriptions = [GridSubscription(endpoint: webhook.url)]
            var ports: Set<Int> = []
            for round in 0..<4 {
                let emulator = try CallEmulator(configuration: configuration)
                let address = try await emulator.start()
                let bench = HTTPBench(emulator: emulator, address: address)
                let number = "+1425555010\(round)"
                let dialed = try await bench.control(.POST, "phones/\(number)/dial", ["to": "+18005550199"])
                #expect(dialed.status == 201)
                let correlation = try await bench.control(.GET, "calls").json?["calls"]?[0]?["correlation_id"]
                // Its client keeps the connection; the next emulator has to get along with that.
                _ = try await webhook.first { $0.correlationID == correlation?.stringValue }
                await emulator.stop()
                configuration.port = address.port
                ports.insert(address.port)
            }
            #expect(ports.count == 1)
        }
    }

    @Test func theSameEmulatorCanBeStartedAgain() async throws {
        let emulator = try CallEmulator()
        for _ in 0..<3 {
            let bench = HTTPBench(emulator: emulator, address: try await emulator.start())
            #expect(try await bench.control(.GET, "calls").status == 200)
            await emulator.stop()
            #expect(await emulator.address == nil)
        }
    }
}
