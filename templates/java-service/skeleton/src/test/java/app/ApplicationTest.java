package app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.http.HttpStatus;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@AutoConfigureObservability
class ApplicationTest {

  @Autowired TestRestTemplate http;

  @LocalManagementPort int managementPort;

  @Test
  void answersWithItsName() {
    assertThat(http.getForObject("/", JsonNode.class).path("service").asText())
        .isEqualTo("${{ values.service.name }}");
  }

  @Test
  void isReadyAndAlive() {
    for (var path : new String[] {"/health", "/livez"}) {
      assertThat(http.getForEntity(path, String.class).getStatusCode()).isEqualTo(HttpStatus.OK);
    }
  }

  @Test
  void greets() {
    var answer = http.postForEntity("/greetings/李伟", Map.of("greeting", "你好"), JsonNode.class);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CREATED);
    assertThat(answer.getBody().path("text").asText()).isEqualTo("你好, 李伟");
  }

  @Test
  void saysWhatIsWrongWithAGreeting() {
    for (var greeting : new String[] {"", "x".repeat(101)}) {
      var answer = http.postForEntity("/greetings/li", Map.of("greeting", greeting), JsonNode.class);
      assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
      assertThat(answer.getBody().path("title").asText()).isEqualTo("Bad Request");
    }
  }

  @Test
  void countsRequestsByRouteAndOnlyOnThePortForMetrics() {
    http.postForEntity("/greetings/li", Map.of("greeting", "Hello"), JsonNode.class);
    var metrics = http.getForObject("http://localhost:" + managementPort + "/metrics", String.class);
    assertThat(metrics)
        .containsPattern("http_server_requests_seconds_count\\{[^}]*status=\"201\",uri=\"/greetings/\\{name}\"")
        .contains("http_server_requests_seconds_bucket")
        .doesNotContainPattern("http_server_requests[^\\n]*/greetings/li");
    assertThat(http.getForEntity("/metrics", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
  }
}
