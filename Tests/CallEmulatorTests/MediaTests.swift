import CallModel
import Testing

@testable import CallEmulator

@Suite struct MediaTests {
    @Test func aPlayStartsAndCompletesAfterItsLength() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        let response = bench.play(path, String(repeating: "a", count: 100), ["operationContext": "p"])
        #expect(response.status == 202 && response.body == nil)
        bench.wait(5.9)
        #expect(bench.eventNames.last == "PlayStarted")
        bench.wait(0.2)
        #expect(bench.outcomes.suffix(2) == ["PlayStarted 200/0 p", "PlayCompleted 200/0 p"])
        #expect(try bench.kinds(call).suffix(2) == ["play_started", "play_completed"])
    }

    @Test func aShortTextTakesTheLeastTimeAndMediaSpeedDividesIt() throws {
        var bench = try CoreBench { $0.mediaSpeed = 20 }
        let (_, path) = try bench.connectedCall()
        bench.play(path, "Hi")
        bench.wait(0.019)
        #expect(bench.eventNames.last == "PlayStarted")
        bench.wait(0.002)
        #expect(bench.eventNames.last == "PlayCompleted")
    }

    @Test func playsQueueInOrder() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.play(path, "one", ["operationContext": "1"])
        bench.play(path, "two", ["operationContext": "2"])
        bench.wait(2)
        #expect(
            bench.outcomes.suffix(4) == [
                "PlayStarted 200/0 1", "PlayCompleted 200/0 1", "PlayStarted 200/0 2", "PlayCompleted 200/0 2",
            ])
    }

    @Test func anInterruptingPlayCancelsWhatPlaysAndWhatWaits() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.play(path, "one", ["operationContext": "1"])
        bench.play(path, "two", ["operationContext": "2"])
        bench.play(path, "three", ["operationContext": "3", "interruptCallMediaOperation": true])
        bench.wait(2)
        #expect(
            bench.outcomes.suffix(4) == [
                "PlayCanceled 400/8508 1", "PlayCanceled 400/8508 2", "PlayStarted 200/0 3", "PlayCompleted 200/0 3",
            ])
    }

    @Test func aLoopPlaysUntilItIsCancelled() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.play(path, "music", ["playOptions": ["loop": true], "operationContext": "m"])
        bench.wait(1_000)
        #expect(bench.eventNames.last == "PlayStarted")
        #expect(bench.request("POST", path + ":cancelAllMediaOperations").status == 202)
        #expect(bench.outcomes.last == "PlayCanceled 400/8508 m")
    }

    @Test func cancellingNothingIsSilent() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        let before = bench.events.count
        #expect(bench.request("POST", path + ":cancelAllMediaOperations").status == 202)
        #expect(bench.events.count == before)
    }

    @Test func cancelledRecognitionsHaveTheirOwnEvent() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.recognize(path, ["operationContext": "r"])
        bench.request("POST", path + ":cancelAllMediaOperations")
        #expect(bench.outcomes.last == "RecognizeCanceled 400/8508 r")
    }

    @Test func anEmptyTextFailsWithTheIndexOfItsSource() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.request(
            "POST", path + ":play",
            [
                "playSources": [
                    ["kind": "file", "file": ["uri": "https://app.test/a.wav"]],
                    ["kind": "text", "text": ["text": " "]],
                ]
            ])
        #expect(bench.outcomes.last == "PlayFailed 400/8582")
        #expect(bench.events.last?.event["data"]?["failedPlaySourceIndex"] == 1)
    }

    @Test func ssmlIsHeardWithoutItsTags() throws {
        var bench = try CoreBench()
        let (call, path) = try bench.connectedCall()
        bench.request(
            "POST", path + ":play",
            [
                "playSources": [
                    ["kind": "ssml", "ssml": ["ssmlText": "<speak><voice name=\"x\">Good day</voice></speak>"]]
                ]
            ])
        #expect(try bench.core.timeline(of: call).entries.last?.text == "Good day")
    }

    @Test func resultEventsGoToTheOperationsOwnAddress() throws {
        var bench = try CoreBench()
        let (_, path) = try bench.connectedCall()
        bench.play(path, "one", ["operationCallbackUri": "https://other.test/cb"])
        bench.wait(1)
        #expect(bench.events.last?.address == "https://other.test/cb")
        #expect(bench.events.first?.address == "https://app.test/cb?secret=1")
    }

    @Test func textNeedsAnAIResourceWhereTheConfigurationSaysSo() throws {
        var bench = try CoreBench { $0.requiresAIResource = true }
        let (_, path) = try bench.connectedCall()
        let response = bench.play(path, "one")
        #expect(response.status == 400 && response.body?["error"]?["code"] == "8567")
    }
}
