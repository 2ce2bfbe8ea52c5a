import CallModel
import Testing

@testable import FlowEngine

struct LaunchFunctionTests {
    @Test func aLaunchHasFlowParametersAndKey() throws {
        let driver = try ActionSamples.handling(
            "log.info(launch('reminder', { number = call.from, tries = 2, Tags = { 'a' } }, { key = 'k' }))")
        guard case .launch(let launch)? = driver.asks.first?.request else {
            Issue.record("no launch: \(driver.failures)")
            return
        }
        #expect(
            launch
                == FlowLaunch(
                    flow: "reminder", params: ["Tags": ["a"], "number": "+14255550100", "tries": 2], key: "k"))
        driver.settle(1, .text("00112233445566778899aabbcc"))
        #expect(driver.said == ["00112233445566778899aabbcc"])
    }

    @Test(arguments: ["launch('x')", "launch('x', {})", "launch('x', nil, {})"])
    func aLaunchWithoutParametersHasNone(code: String) throws {
        let driver = try ActionSamples.handling(code)
        guard case .launch(let launch)? = driver.asks.first?.request else {
            Issue.record("no launch: \(driver.failures)")
            return
        }
        #expect(launch == FlowLaunch(flow: "x", params: [:]))
    }

    @Test func aLaunchThatFailsGivesItsReason() throws {
        let driver = try ActionSamples.handling("local id, err = launch('x') log.info(tostring(id) .. err.reason)")
        driver.settle(1, .failure(ActionFailure(reason: .notFound, message: "there is no flow 'x'")))
        #expect(driver.said == ["nilnot_found"])
    }

    @Test(
        arguments: [
            ("", JSONValue.null), (", { camelCase = 1 }", ["camelCase": 1]), (", 'text'", "text"), (", 1.5", 1.5),
            (", false", false), (", { 1, 2 }", [1, 2]),
        ] as [(String, JSONValue)])
    func aSignalHasSessionNameAndData(data: String, json: JSONValue) throws {
        let driver = try ActionSamples.handling(
            "log.info(tostring(signal('00112233445566778899aabbcc', 'stop'\(data))))")
        guard case .signal("00112233445566778899aabbcc", "stop", let sent)? = driver.asks.first?.request else {
            Issue.record("no signal: \(driver.failures)")
            return
        }
        #expect(sent == json)
        driver.settle(1, .success)
        #expect(driver.said == ["true"])
    }
}
