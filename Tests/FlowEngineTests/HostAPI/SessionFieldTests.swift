import Testing

@testable import FlowEngine

struct SessionFieldTests {
    @Test func aHandlerKnowsItsSessionAndItsFlow() throws {
        let driver = try InstanceDriver("on('Launch', function() log.info(session.id .. ' ' .. session.flow) end)")
        driver.instance.session = (id: "s-1", flow: "test")
        try driver.fire("Launch", call: nil)
        #expect(driver.said == ["s-1 test"], "\(driver.failures)")
    }

    @Test(arguments: [
        ("on('Launch', function() log.info(session.ids) end)", "the session has no 'ids'; did you mean 'id'?"),
        ("on('Launch', function() session.id = 'x' end)", "session"),
    ])
    func aMistakeIsRaised(source: String, sentence: String) throws {
        let driver = try InstanceDriver(source)
        driver.instance.session = (id: "s-1", flow: "test")
        try driver.fire("Launch", call: nil)
        #expect(driver.failures.first?.message.contains(sentence) == true, "\(driver.failures)")
    }

    @Test func theLoadPhaseHasNoSession() throws {
        let sources = FlowSources(files: ["test/main.lua": Array("log.info(session.id)".utf8)])
        let report = FlowLoader.load(sources, environment: FlowEnvironment())
        let reason = try #require(report.problems.first?.reason)
        #expect(reason.contains("session.id belongs into a handler"), "\(reason)")
    }
}
