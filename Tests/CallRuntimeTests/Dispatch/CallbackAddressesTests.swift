import CallModel
import Testing

@testable import CallRuntime

struct CallbackAddressesTests {
    @Test func aTokenFitsItsSessionAndOperationOnly() {
        let addresses = CallbackAddresses(publicURL: "https://example.com//", secret: [1, 2, 3])
        let id = SessionID(partition: 3, random: (4, 5))
        let parts = addresses.address(id, OperationID(7)).split(separator: "/").map(String.init)
        #expect(parts.dropLast() == ["https:", "example.com", "events", "calls", id.text, "7"])
        let token = parts.last ?? ""
        #expect(token.count == 22)
        #expect(addresses.isValid(token, id, OperationID(7)))
        #expect(!addresses.isValid(token, id, OperationID(8)))
        #expect(!addresses.isValid(token, SessionID(partition: 3, random: (4, 6)), OperationID(7)))
        #expect(!addresses.isValid(token + "x", id, OperationID(7)))
        #expect(!addresses.isValid("", id, OperationID(7)))
        #expect(!CallbackAddresses(publicURL: "", secret: [9]).isValid(token, id, OperationID(7)))
        addresses.publicURL = "http://localhost:1/"
        #expect(addresses.address(id, OperationID(7)).hasPrefix("http://localhost:1/events/calls/"))
    }
}
