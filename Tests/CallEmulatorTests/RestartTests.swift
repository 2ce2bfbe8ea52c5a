import CallModel
import NIOHTTP1
import Testing

@testable import CallEmulator

/// The port is of no matter here: processes that other tests start could hold one for a moment. EmulateCommandTests
/// shows that an emulator comes back at its own.
@Suite struct RestartTests {
    @Test func anEmulatorThatWasStoppedStartsAgainAndDelivers() async throws {
        try await Webhook.with { webhook in
            var configuration = EmulatorConfiguration()
            configuration.subscriptions = [GridSubscription(endpoint: webhook.url)]
            let emulator = try CallEmulator(configuration: configuration)
            for round in 1...3 {
                let bench = HTTPBench(emulator: emulator, address: try await emulator.start())
                let correlation = await dialed(by: "+1425555010\(round)", bench)
                let event = try? await webhook.first { $0.correlationID == correlation }
                await emulator.stop()
                #expect(correlation != nil && event?.eventName == "IncomingCall", "round \(round)")
                #expect(await emulator.address == nil)
                let calls = try await emulator.read { $0.calls.count }
                #expect(calls == round)
            }
        }
    }

    private func dialed(by number: String, _ bench: HTTPBench) async -> String? {
        let answer = try? await bench.control(.POST, "phones/\(number)/dial", ["to": "+18005550199"])
        return answer?.json?["correlation_id"]?.stringValue
    }
}
