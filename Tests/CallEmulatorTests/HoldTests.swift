import CallModel
import Testing

@testable import CallEmulator

/// Participants on hold, and what is said over their music.
@Suite struct HoldTests {
    private static let target: JSONObject = ["targetParticipant": CoreBench.person(CoreBench.caller)]

    private func isOnHold(_ bench: inout CoreBench, _ path: String) -> Bool? {
        bench.request("GET", path + "/participants").body?["value"]?.arrayValue?.first {
            $0["identifier"]?["rawId"]?.stringValue == "4:" + CoreBench.caller
        }?["isOnHold"]?.boolValue
    }

    @Test func whoIsOnHoldIsListedAsThat() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        #expect(isOnHold(&bench, path) == false)
        #expect(bench.request("POST", path + ":hold", .object(Self.target)).status == 200)
        bench.wait(0.1)
        #expect(isOnHold(&bench, path) == true)
        #expect(bench.eventNames.last == "ParticipantsUpdated", "success is silent but for the list")
        #expect(bench.request("POST", path + ":unhold", .object(Self.target)).status == 200)
        bench.wait(0.1)
        #expect(isOnHold(&bench, path) == false)
    }

    @Test func musicThatCannotBePlayedFails() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        var body = Self.target
        body["playSourceInfo"] = ["kind": "text", "text": ["text": " "]]
        body["operationContext"] = "h"
        #expect(bench.request("POST", path + ":hold", .object(body)).status == 200)
        bench.wait(0.1)
        #expect(bench.outcomes.last == "HoldFailed 400/8582 h")
        #expect(isOnHold(&bench, path) == false)
    }

    @Test func anAnnouncementTakesThePlaceOfWhatIsHeard() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.play(path, String(repeating: "a", count: 500))
        let announcement: JSONValue = [
            "playSources": [["kind": "text", "text": ["text": "One moment."]]],
            "playTo": CoreBench.person(CoreBench.caller), "operationContext": "news",
        ]
        #expect(bench.errorCode(bench.request("POST", path + ":interruptAudioAndAnnounce", announcement)) == "404 8522")
        let response = bench.request(
            "POST", path + ":interruptAudioAndAnnounce", announcement, version: "2024-09-01-preview")
        #expect(response.status == 202)
        bench.wait(2)
        #expect(bench.eventNames.contains("PlayCanceled"))
        #expect(bench.outcomes.last?.hasPrefix("PlayCompleted 200/0 news") == true, "\(bench.outcomes)")
    }
}
