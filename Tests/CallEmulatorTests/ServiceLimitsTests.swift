import CallModel
import Testing

@testable import CallEmulator

@Suite struct ServiceLimitsTests {
    @Test func moreRequestsThanASecondTakesAreToldWhenToComeAgain() throws {
        var bench = try CoreBench { $0.limits.requestsPerSecond = 3 }
        let path = CoreBench.calls + "/x"
        for _ in 0..<3 { #expect(bench.request("GET", path).status == 404) }
        let refused = bench.request("GET", path)
        #expect(bench.errorCode(refused) == "429 8529" && refused.headers["Retry-After"] == "1")
        bench.wait(0.9)
        #expect(bench.request("GET", path).status == 429)
        // What was refused does not count.
        bench.wait(0.2)
        #expect(bench.request("GET", path).status == 404)
    }

    @Test func thePaceIsKeptOverManyRequests() {
        var pace = RequestPace()
        let taken = (0..<100_000).filter { pace.takes(at: Double($0) / 1_000, limit: 10) }.count
        #expect((990...1_010).contains(taken))
    }

    @Test func aCallTakesOnlySoMany() throws {
        var bench = try CoreBench { $0.limits.participantsPerCall = 3 }
        let tooMany = bench.create(["+14255550101", "+14255550102", "+14255550103"])
        #expect(bench.errorCode(tooMany) == "400 8523" && bench.core.calls.isEmpty)
        let path = bench.createdCall()
        #expect(bench.add(path, "+14255550101").status == 202)
        // The one who rings counts too.
        let third = bench.add(path, "+14255550102")
        #expect(bench.errorCode(third) == "400 8523")
        #expect(third.body?["error"]?["message"]?.stringValue?.contains("the limit is 3") == true)
    }

    @Test func longTextsAreRefused() throws {
        var bench = try CoreBench {
            $0.limits.promptLength = 5
            $0.limits.operationContextLength = 3
        }
        let (_, path) = try bench.connectedCall()
        #expect(bench.play(path, "Hello").status == 202)
        #expect(bench.errorCode(bench.play(path, "Hello!")) == "400 8523")
        #expect(bench.errorCode(bench.play(path, "Hello", ["operationContext": "long"])) == "400 8523")
        #expect(bench.errorCode(bench.create([CoreBench.target], context: "long")) == "400 8523")
    }

    @Test func nothingIsLimitedUnlessAsked() {
        #expect(EmulatorConfiguration().limits == ServiceLimits())
        #expect(ServiceLimits.documented.participantsPerCall == 350)
    }
}
