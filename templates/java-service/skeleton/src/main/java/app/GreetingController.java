package app;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the service answers: an example to replace with your own. */
@RestController
class GreetingController {

  record Greeting(@NotBlank @Size(max = 100) String greeting) {}

  record Answer(String text) {}

  private final String name;

  GreetingController(@Value("${spring.application.name}") String name) {
    this.name = name;
  }

  @GetMapping("/")
  Map<String, String> about() {
    return Map.of("service", name);
  }

  @PostMapping("/greetings/{name}")
  @ResponseStatus(HttpStatus.CREATED)
  Answer greet(@PathVariable("name") String who, @Valid @RequestBody Greeting body) {
    return new Answer(body.greeting() + ", " + who);
  }
}
