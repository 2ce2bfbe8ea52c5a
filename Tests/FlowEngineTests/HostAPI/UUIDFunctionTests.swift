import Testing

@testable import FlowEngine

struct UUIDFunctionTests {
    @Test func aUUIDIsRandomAndTheSameInAnotherWorldOfTheSeed() throws {
        let driver = try InstanceDriver.handling("log.info(uuid()) log.info(uuid())")
        let form = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/
        #expect(try driver.said.allSatisfy { try form.wholeMatch(in: $0) != nil }, "\(driver.said)")
        #expect(Set(driver.said).count == 2)
        #expect(try InstanceDriver.handling("log.info(uuid()) log.info(uuid())").said == driver.said)
    }

    @Test func aUUIDDrawsAsRandomNumbersDo() throws {
        let plain = try InstanceDriver.handling("math.random(0) math.random(0) log.info(math.random(0))")
        #expect(try InstanceDriver.handling("uuid() log.info(math.random(0))").said == plain.said)
    }
}
